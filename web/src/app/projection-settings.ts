// How a visitor has set the projections of each log, and how far they had come:
// the next core sets them so again, after a reload as after a crash.

import type { ProjectionSetting, ProjectionState } from '../protocol';
import { recall, remember } from './kept';

/** Logs of which settings are kept; somebody who plays has a few open. */
const most = 20;

/** What is set where: a log's name is its world and its branch. */
type Kept = Record<string, ProjectionSetting[]>;

export class ProjectionSettings {
  #kept: Kept;
  #written = '';

  constructor() {
    this.#kept = recall<Kept>('projections', {}) ?? {};
  }

  /** Takes note of where the projections of a log stand. */
  learn(world: string, branch: string, states: readonly ProjectionState[]): void {
    const name = nameOf(world, branch);
    const { [name]: _, ...others } = this.#kept;
    const settings = states.filter(isSet).map(settingOf);
    const all = Object.entries(others).slice(-most + 1);
    this.#kept = Object.fromEntries(settings.length > 0 ? [...all, [name, settings]] : all);
    const written = JSON.stringify(this.#kept);
    if (written === this.#written) return;
    this.#written = written;
    remember('projections', this.#kept);
  }

  /** The settings of a log as a core is asked for them; nothing where nothing was set. */
  of(world: string, branch: string): { settings?: ProjectionSetting[] } {
    const settings = this.#kept[nameOf(world, branch)];
    return settings ? { settings } : {};
  }
}

function nameOf(world: string, branch: string): string {
  return `${world}/${branch}`;
}

function isSet({ pace, unknown, skipped, unguarded }: ProjectionState): boolean {
  return Boolean(pace || unknown || skipped?.length || unguarded);
}

function settingOf(state: ProjectionState): ProjectionSetting {
  const { name, pace, checkpoint, unknown, skipped, unguarded, acted } = state;
  return {
    ...{ name, checkpoint },
    ...(pace && { pace }),
    ...(unknown && { unknown }),
    ...(skipped && { skipped }),
    ...(unguarded && { unguarded }),
    ...(acted && { acted }),
  };
}
