/** State's tabs in their order, by what stands in the address. */
export const panels = [
  { id: 'projections', label: 'Projections' },
  { id: 'aggregate', label: 'Aggregate' },
  { id: 'lint', label: 'Lint' },
] as const;

export type Panel = (typeof panels)[number]['id'];
