// What the page says to the harness, over requests of its own: that way works
// in every browser, and nothing has to be attached to it.

const launch = new URLSearchParams(location.search).get('launch');

/** Asks what to do. */
export async function askPlan() {
  return (await fetch(`/soak/plan?launch=${launch}`)).json();
}

/** Tells the harness something, and resolves when it has taken note. */
export async function tell(kind, what) {
  const body = JSON.stringify({ kind, ...what });
  const answer = await fetch(`/soak/told?launch=${launch}`, { method: 'POST', body });
  if (!answer.ok) throw new Error(`telling ${kind} was answered with ${answer.status}`);
}
