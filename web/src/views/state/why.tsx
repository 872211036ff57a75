import type { ComponentChildren } from 'preact';
import type { App } from '../../app';
import { asker } from '../../app/asker';
import { formatPlace, type Place } from '../../app/places';

interface WhyProps {
  app: App;
  place: Place;
  /** Asked before the question is, such as to move the playhead. */
  before?: () => void;
  children: ComponentChildren;
}

/** A value that answers why it is what it is. */
export function Why({ app, place, before, children }: WhyProps) {
  const ask = (event: Event) => {
    event.stopPropagation(); // a press on the row selects its stream
    before?.();
    askWhy(app, place);
  };
  return (
    <button
      type="button"
      class="why"
      data-why={formatPlace(place)}
      title="Why is it so?"
      onClick={ask}
    >
      {children}
    </button>
  );
}

/** Asks why a value is what it is; the focus goes to the answer. */
export function askWhy(app: App, place: Place): void {
  const { panel } = app.view.value;
  if (panel !== 'blame') asker.from = panel;
  asker.focus = 'answer';
  app.askWhy(place);
}
