// The page by the roles and names that its visitors find things by, and the
// few things that nearly every journey does.

import { expect, type Locator, type Page } from '@playwright/test';
import type { Requests } from '../src/protocol';

/** The Bank's history, which a first visit finds. */
export const seeded = 24;

export class Playhead {
  readonly header: Locator;
  readonly command: Locator;
  readonly events: Locator;
  readonly state: Locator;
  readonly timeline: Locator;

  readonly world: Locator;
  readonly saved: Locator;
  readonly notices: Locator;
  readonly stream: Locator;
  readonly expectedVersion: Locator;
  readonly outcomes: Locator;
  readonly filter: Locator;
  readonly grid: Locator;
  readonly balances: Locator;
  readonly slider: Locator;
  readonly goTo: Locator;
  /** What a screen reader is told. */
  readonly narration: Locator;

  constructor(readonly page: Page) {
    this.header = page.getByRole('banner');
    this.command = page.getByRole('region', { name: 'Command', exact: true });
    this.events = page.getByRole('region', { name: 'Events', exact: true });
    this.state = page.getByRole('region', { name: 'State', exact: true });
    this.timeline = page.getByRole('region', { name: 'Timeline', exact: true });

    this.world = this.header.getByRole('combobox', { name: 'World' });
    this.saved = this.header.getByRole('status');
    this.notices = page.getByRole('region', { name: 'Notices' });
    this.stream = this.command.getByRole('combobox', { name: 'Stream' });
    this.expectedVersion = this.command.getByRole('spinbutton', { name: 'Expected version' });
    this.outcomes = this.command.getByRole('list', { name: 'Outcomes' }).getByRole('listitem');
    this.filter = this.events.getByRole('searchbox', { name: 'Filter events' });
    this.grid = this.events.getByRole('grid', { name: 'Events' });
    this.balances = this.state.getByRole('table', { name: 'Balances', exact: true });
    this.slider = this.timeline.getByRole('slider', { name: 'Playhead' });
    this.goTo = this.timeline.getByRole('textbox', { name: 'Go to' });
    this.narration = page.locator('[aria-live=polite]').last();
  }

  /** Opens an address and waits until its log can be worked with. */
  async open(query = ''): Promise<void> {
    await this.page.goto(`/${query}`);
    await expect(this.saved).not.toHaveText('opening');
    await expect(this.slider).toHaveAttribute('aria-valuenow', /\d/);
  }

  /** Opens another tab of the same visitor. */
  async openTab(query = ''): Promise<Playhead> {
    const tab = new Playhead(await this.page.context().newPage());
    await tab.open(query);
    return tab;
  }

  /** Asks the core by the client that the page itself uses. */
  request<K extends keyof Requests>(
    kind: K,
    params?: Omit<Requests[K]['params'], never> | Record<string, unknown>,
  ): Promise<Requests[K]['result']> {
    return this.page.evaluate(
      ([name, content]) => window.playhead.request(name as never, content as never),
      [kind, params] as const,
    ) as Promise<Requests[K]['result']>;
  }

  /** How many events the log has. */
  async head(): Promise<number> {
    return (await this.request('log')).head;
  }

  /** Where the playhead is. */
  async position(): Promise<number> {
    return Number(await this.slider.getAttribute('aria-valuenow'));
  }

  /** A field of the command's form. */
  field(label: string): Locator {
    return this.command.getByLabel(label, { exact: true });
  }

  choose(command: string): Promise<void> {
    return this.command.getByRole('radio', { name: command }).check();
  }

  sendButton(command: string): Locator {
    return this.command.getByRole('button', { name: `Send ${command}` });
  }

  /** Chooses a command, fills in its form and sends it. */
  async send(command: string, fields: Record<string, string> = {}): Promise<void> {
    await this.choose(command);
    for (const [label, text] of Object.entries(fields)) await this.field(label).fill(text);
    await this.sendButton(command).click();
  }

  /**
   * Types a number in the place of another one. Firefox draws a number's field anew when it gets
   * the focus, and loses what was selected by then: to fill it would add to what is there.
   */
  async typeOver(field: Locator, text: string): Promise<void> {
    await field.press('End');
    for (const _ of await field.inputValue()) await field.press('Backspace');
    await this.page.keyboard.insertText(text);
  }

  /** A row of the log by its event's position. */
  row(position: number): Locator {
    return this.grid.locator(`[data-position="${position}"]`);
  }

  /** The cell of Balances that says what an account holds. */
  balance(account: string): Locator {
    return this.balances
      .getByRole('row')
      .filter({ has: this.page.getByRole('button', { name: account, exact: true }) })
      .getByRole('cell')
      .nth(2);
  }

  transport(name: string): Locator {
    return this.timeline.getByRole('button', { name, exact: true });
  }

  /** Types where to go. */
  async goToText(text: string): Promise<void> {
    await this.goTo.fill(text);
    await this.goTo.press('Enter');
  }

  /** Waits until the playhead is at a position. */
  async expectAt(position: number): Promise<void> {
    await expect(this.slider).toHaveAttribute('aria-valuenow', String(position));
  }

  /** Waits until the page follows the log, whose last event is at head. */
  async expectLive(head: number): Promise<void> {
    await this.expectAt(head);
    await expect(this.slider).toHaveAttribute('aria-valuemax', String(head));
    await expect(this.events).toContainText('following live');
    await expect(this.state).toContainText('what it adds up to now');
  }

  /** Waits until the page says that it shows the past, at a position. */
  async expectPast(position: number): Promise<void> {
    await this.expectAt(position);
    await expect(this.timeline).toContainText('You are looking at the past.');
    await expect(this.events).toContainText(`at #${position}`);
    await expect(this.state).toContainText(`what it adds up to at event ${position}`);
  }
}
