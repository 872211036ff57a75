import type { Panel } from './panels';

/**
 * Where somebody asked why, and what is to have the focus next: it follows the question
 * to its answer, and comes back to the value.
 */
export const asker: { from: Panel; focus: 'answer' | 'value' | null } = {
  from: 'projections',
  focus: null,
};
