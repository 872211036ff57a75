/** State's tabs in their order, by what stands in the address. */
export const panels = [
  { id: 'projections', label: 'Projections' },
  { id: 'aggregate', label: 'Aggregate' },
  { id: 'lint', label: 'Lint' },
  { id: 'actors', label: 'Two actors' },
] as const;

export type Panel = (typeof panels)[number]['id'];
