import type { App } from '../../../app';
import { listed, plural } from '../../../format';
import type { Holding } from '../../../protocol';
import { useAnswer } from '../../use-answer';

/** The live read models that still hold what was forgotten: copies, which somebody has to rebuild. */
export function Held({ app }: { app: App }) {
  const { answer, problem } = useAnswer(app, 'holding', () => ({
    rebuilding: Object.values(app.projections.value)
      .filter(({ status }) => status === 'rebuilding')
      .map(({ name }) => name)
      .sort(),
  }));
  if (problem) return <p class="problem">{problem}</p>;
  const models = answer?.models ?? [];
  if (models.length === 0) return null;
  return (
    <article class="card held" aria-labelledby="held-title">
      <header class="card-head">
        <h3 id="held-title">Still held by read models</h3>
        {models.length > 1 && (
          <div class="card-meta">
            <button
              type="button"
              class="link quiet"
              onClick={() => {
                for (const { name } of models) app.rebuild(name);
              }}
            >
              rebuild all
            </button>
          </div>
        )}
      </header>
      <p class="hint">
        A read model is a copy of what events said when it was built. Building it again from the log
        leaves out what is forgotten.
      </p>
      <ul>
        {models.map((model) => (
          <li key={model.name}>
            <span>
              {model.name}: {rowsOf(model)}
            </span>
            <button
              type="button"
              class="button small"
              aria-label={`Rebuild ${model.name}`}
              disabled={app.projections.value[model.name]?.status === 'rebuilding'}
              onClick={() => app.rebuild(model.name)}
            >
              Rebuild
            </button>
          </li>
        ))}
      </ul>
    </article>
  );
}

function rowsOf({ rows, keys }: Holding): string {
  const more = rows - keys.length;
  const named = more > 0 ? [...keys, `${more} more`] : keys;
  return `${plural(rows, 'row')} (${listed(named)})`;
}
