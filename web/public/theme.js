// The theme that the visitor chose stands before anything is painted, so it is not left to the
// page's own script, which comes later. The name of the preference is browser.ts's affair.
try {
  document.documentElement.dataset.theme = localStorage.getItem('playhead.theme') ?? 'auto';
} catch {
  // Site data is blocked: there is no choice to be found.
}
