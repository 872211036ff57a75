/** State's tabs in their order, by what stands in the address. */
export const panels = [
  { id: 'projections', label: 'Projections' },
  { id: 'aggregate', label: 'Aggregate' },
  { id: 'blame', label: 'Blame' },
  { id: 'whatif', label: 'What if' },
  { id: 'compare', label: 'Compare' },
  { id: 'snapshots', label: 'Snapshots' },
  { id: 'schema', label: 'Schema' },
  { id: 'processes', label: 'Processes' },
  { id: 'lint', label: 'Lint' },
  { id: 'forgetting', label: 'Forgetting' },
  { id: 'actors', label: 'Two actors' },
  { id: 'delivery', label: 'Delivery' },
  { id: 'crud', label: 'CRUD table' },
  { id: 'topic', label: 'Topic' },
] as const;

export type Panel = (typeof panels)[number]['id'];
