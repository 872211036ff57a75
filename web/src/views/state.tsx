import type { App } from '../app';
import { type Panel, panels } from '../app/panels';
import { count } from '../format';
import { AggregatePanel, AggregateSummary } from './aggregate';
import { ReadModelCard } from './read-model';
import { Skeleton } from './skeleton';
import { FollowedCommand } from './state/following';
import { fetchOtherPanels, LaterPanel } from './state/later-panel';
import { ReplayCheckFinding, ReplayCheckLight } from './state/replay-check';
import { TabList } from './tab-list';
import { useCalm } from './use-calm';
import { useShownPosition, useView } from './use-view';

/** What the events add up to at the playhead. */
export function State({ app }: { app: App }) {
  const panel = useView(app, 'panel');
  const branch = useView(app, 'branch');
  useCalm(app, fetchOtherPanels);
  return (
    <section
      class={app.introducing.value ? 'panel state introducing' : 'panel state'}
      aria-label="State"
    >
      <div class="panel-head">
        <h2>State</h2>
        <p>
          what it adds up to <When app={app} />
        </p>
        <ReplayCheckLight app={app} />
      </div>
      <TabList label="State" name="state" tabs={panels} selected={panel} select={app.setPanel} />
      {panels.map(({ id }) => (
        <div
          key={`${app.world.value?.name} ${branch} ${id}`}
          class="panel-body"
          role="tabpanel"
          id={`state-${id}`}
          aria-labelledby={`state-tab-${id}`}
          hidden={panel !== id}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a panel that scrolls is reached by keyboard
          tabIndex={0}
        >
          {panel === id && <Body app={app} panel={id} />}
        </div>
      ))}
    </section>
  );
}

function Body({ app, panel }: { app: App; panel: Panel }) {
  switch (panel) {
    case 'projections':
      return <Projections app={app} />;
    case 'aggregate':
      return <AggregatePanel app={app} />;
    default:
      return <LaterPanel app={app} panel={panel} />;
  }
}

function When({ app }: { app: App }) {
  const past = app.past.value || app.introducing.value;
  const position = useShownPosition(app);
  return <>{past ? `at event ${count(position)}` : 'now'}</>;
}

function Projections({ app }: { app: App }) {
  const world = app.world.value;
  const models = app.moment.value?.projections ?? [];
  if (!world) return <Skeleton />;
  return (
    <>
      <ReplayCheckFinding app={app} />
      <FollowedCommand app={app} />
      <AggregateSummary app={app} />
      {world.projections.map((projection) => (
        <ReadModelCard
          key={projection.name}
          app={app}
          projection={projection}
          model={models.find((model) => model.state.name === projection.name)}
        />
      ))}
      {world.projections.length === 0 && <p class="empty">This world has no projections.</p>}
    </>
  );
}
