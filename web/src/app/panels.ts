/**
 * State's tabs in their order, by what stands in the address: what it is, why, and what else it
 * could be; how it comes about; and what is behind it.
 */
export const panels = [
  { id: 'projections', label: 'Projections' },
  { id: 'aggregate', label: 'Aggregate' },
  { id: 'blame', label: 'Blame' },
  { id: 'compare', label: 'Compare' },
  { id: 'whatif', label: 'What if' },
  { id: 'over', label: 'Over time' },
  { id: 'processes', label: 'Processes' },
  { id: 'delivery', label: 'Delivery' },
  { id: 'actors', label: 'Two actors' },
  { id: 'crud', label: 'CRUD table' },
  { id: 'topic', label: 'Topic' },
  { id: 'snapshots', label: 'Snapshots' },
  { id: 'schema', label: 'Schema' },
  { id: 'forgetting', label: 'Forgetting' },
  { id: 'lint', label: 'Lint' },
] as const;

export type Panel = (typeof panels)[number]['id'];
