// Prints each measurement as one JSON object a line as it comes, and all of
// them as a table at the end. A ratio above 1 is better than what stands
// beside it.

import { cpus, totalmem } from 'node:os';
import type {
  FullResult,
  Reporter,
  TestCase,
  TestError,
  TestResult,
} from '@playwright/test/reporter';
import { attachment, type Measurement } from './measurement';

export default class implements Reporter {
  readonly #rows: (Measurement & { ratio: number })[] = [];

  onError(error: TestError): void {
    process.stderr.write(`${error.stack ?? error.message}\n`);
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    for (const error of result.errors) {
      process.stderr.write(`${test.title}: ${error.stack ?? error.message}\n`);
    }
    for (const { name, body } of result.attachments) {
      if (name === attachment && body) this.#add(JSON.parse(body.toString()) as Measurement);
    }
  }

  onBegin(): void {
    process.stdout.write(`${JSON.stringify({ machine: machine() })}\n`);
  }

  onEnd(_: FullResult): void {
    const cells = this.#rows.map((row) => [
      row.name,
      `${short(row.ours)} ${row.unit}`,
      `${row.peer} ${short(row.theirs)} ${row.unit}`,
      `${short(row.ratio)} ×`,
      `${row.n}`,
    ]);
    cells.unshift(['', 'ours', 'theirs', 'ratio', 'n']);
    const widths = cells[0]?.map((_, i) => Math.max(...cells.map((row) => row[i]?.length ?? 0)));
    const lines = cells.map((row) =>
      row.map((text, i) => text.padEnd(widths?.[i] ?? 0)).join('  '),
    );
    process.stdout.write(`\n${lines.join('\n')}\n\n${machine()}\n`);
  }

  printsToStdio(): boolean {
    return true;
  }

  #add({ name, ours, peer, theirs, unit, n }: Measurement): void {
    const ratio = theirs / ours;
    this.#rows.push({ name, ours, peer, theirs, ratio, unit, n });
    process.stdout.write(`${JSON.stringify({ name, ours, peer, theirs, ratio, unit, n })}\n`);
  }
}

/** What it was measured on, without which the numbers say nothing. */
function machine(): string {
  const model = cpus()[0]?.model.trim() ?? 'an unknown processor';
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${model}, ${memory} GiB, ${process.platform} ${process.arch}`;
}

function short(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
