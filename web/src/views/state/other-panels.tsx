import type { App } from '../../app';
import type { Panel } from '../../app/panels';
import { assertUnreachable } from '../../unreachable';
import { ActorsPanel } from './actors';
import { BlamePanel } from './blame';
import { ComparePanel } from './compare';
import { CrudPanel } from './crud';
import { DeliveryPanel } from './delivery';
import { ForgettingPanel } from './forgetting';
import { LintPanel } from './lint';
import { OverPanel } from './over';
import { ProcessesPanel } from './processes';
import { SchemaPanel } from './schema';
import { SnapshotsPanel } from './snapshots';
import { TopicPanel } from './topic';
import { WhatIfPanel } from './what-if';

/** The tabs beside what a first visit shows. */
export type OtherPanelName = Exclude<Panel, 'projections' | 'aggregate'>;

export interface OtherPanelProps {
  app: App;
  panel: OtherPanelName;
}

/** What one of the other tabs shows. */
export function OtherPanel({ app, panel }: OtherPanelProps) {
  switch (panel) {
    case 'snapshots':
      return <SnapshotsPanel app={app} />;
    case 'schema':
      return <SchemaPanel app={app} />;
    case 'processes':
      return <ProcessesPanel app={app} />;
    case 'lint':
      return <LintPanel app={app} />;
    case 'forgetting':
      return <ForgettingPanel app={app} />;
    case 'actors':
      return <ActorsPanel app={app} />;
    case 'delivery':
      return <DeliveryPanel app={app} />;
    case 'crud':
      return <CrudPanel app={app} />;
    case 'over':
      return <OverPanel app={app} />;
    case 'compare':
      return <ComparePanel app={app} />;
    case 'blame':
      return <BlamePanel app={app} />;
    case 'topic':
      return <TopicPanel app={app} />;
    case 'whatif':
      return <WhatIfPanel app={app} />;
    default:
      return assertUnreachable(panel);
  }
}
