import { type Signal, useSignal, useSignalEffect } from '@preact/signals';
import type { App } from '../../app';
import { reasonOf, toldElsewhere } from '../../app/reason';
import { count, plural, time } from '../../format';
import type { Mail, OutboxResult } from '../../protocol';

interface OutboxProps {
  app: App;
  name: string;
}

/** What a projection did to the outside, once or more often, and what keeps it from doing it again. */
export function Outbox({ app, name }: OutboxProps) {
  const box = useSignal<OutboxResult | null>(null);
  useSignalEffect(() => {
    const state = app.projections.value[name];
    // Whatever it did, it did when it moved; what it does in a rebuild is there in the end.
    if (state && state.status !== 'rebuilding') void look(app, name, box);
  });
  if (!box.value) return null;
  const { guarded, mails, total, again } = box.value;
  const toggle = async () => {
    await app.client.request('guard', { name, on: !guarded }).catch(() => {});
    await look(app, name, box);
    app.say(guarded ? `${name} is rebuilt, and sends every mail again.` : 'A mail is sent once.');
    if (guarded) app.rebuild(name);
  };
  return (
    <div class="outbox">
      <div class="outbox-head">
        <h4 id={`outbox-${name}`}>Sent</h4>
        <span class="muted">
          {plural(total, 'mail')}
          {again > 0 && `, ${count(again)} of them again`}
        </span>
        <label class="check">
          <input type="checkbox" checked={guarded} onChange={() => void toggle()} />
          not again on replay
        </label>
      </div>
      {mails.length === 0 && <p class="empty">No mail was sent.</p>}
      <ul aria-labelledby={`outbox-${name}`}>
        {mails.slice(0, shownMails).map((mail) => (
          <MailRow key={mail.position} app={app} mail={mail} />
        ))}
      </ul>
    </div>
  );
}

/** As many as leave room for other cards. */
const shownMails = 8;

function MailRow({ app, mail }: { app: App; mail: Mail }) {
  const { position, to, text, sent } = mail;
  const last = sent.at(-1);
  return (
    <li class={sent.length > 1 ? 'again' : undefined}>
      <button type="button" class="link mono" onClick={() => app.seek(position)}>
        #{count(position)}
      </button>
      <span>
        to {to}, {text}
        {sent.length > 1 && <b> sent {sent.length} times</b>}
      </span>
      <span class="mono muted">{last !== undefined && time(last).slice(0, 8)}</span>
    </li>
  );
}

async function look(app: App, name: string, box: Signal<OutboxResult | null>): Promise<void> {
  try {
    box.value = await app.client.request('outbox', { name });
  } catch (reason) {
    if (!toldElsewhere(reason)) app.notify('error', reasonOf(reason));
  }
}
