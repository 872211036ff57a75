import { useComputed, useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { App } from '../app';
import { createClock } from '../timeline/clock';
import { sentenceOf } from '../timeline/sentence';
import { BranchLanes } from './timeline/branch-lanes';
import { Flags } from './timeline/flags';
import { Lanes } from './timeline/lanes';
import { Overview } from './timeline/overview';
import { type Palette, readPalette, watchTheme } from './timeline/palette';
import { listenForKeys } from './timeline/shortcuts';
import { Stage } from './timeline/stage';
import { Transport } from './timeline/transport';
import { shownPosition } from './use-view';

/** At phone width lanes are higher, for fingers; timeline.css knows the same width and heights. */
const phone = '(max-width: 720px)';

/** Time: where the playhead is, and everything that moves it. */
export function Timeline({ app }: { app: App }) {
  const section = useRef<HTMLElement>(null);
  const slider = useRef<HTMLDivElement>(null);
  const stage = useMemo(() => new Stage(app), [app]);
  const clock = useMemo(() => createClock(), []);
  const palette = useSignal<Palette | null>(null);
  const say = (position: number) =>
    sentenceOf(position, app.head.value, stage.timeOf(position), clock);
  const sentence = useComputed(() => say(app.position.value));
  const shown = useComputed(() => say(shownPosition(app)));

  useEffect(() => {
    const ends = [stage.start(), listenForKeys(app, stage), watchPhone(stage)];
    return () => {
      for (const end of ends) end();
    };
  }, [app, stage]);

  useEffect(() => {
    const read = () => {
      if (section.current) palette.value = readPalette(section.current);
    };
    read();
    return watchTheme(read);
  }, [palette]);

  return (
    <section
      class={app.past.value ? 'timeline in-the-past' : 'timeline'}
      aria-label="Timeline"
      ref={section}
    >
      <Transport app={app} stage={stage} sentence={shown} slider={slider} />
      <Flags app={app} />
      <Overview app={app} stage={stage} palette={palette} sentence={sentence} slider={slider} />
      <BranchLanes app={app} />
      <Lanes app={app} stage={stage} palette={palette} />
    </section>
  );
}

function watchPhone(stage: Stage): () => void {
  const query = matchMedia(phone);
  const change = () => {
    stage.rows.value = query.matches ? { lane: 32, ruler: 28 } : { lane: 28, ruler: 26 };
  };
  change();
  query.addEventListener('change', change);
  return () => query.removeEventListener('change', change);
}
