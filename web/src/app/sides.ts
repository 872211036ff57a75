// What the Compare tab compares, and how that is written into an address.

import type { Position } from '../protocol';

/** A moment to compare: a position, or wherever the playhead is. */
export type Side = Position | 'playhead';

/** Two moments, another branch and this one, or the two versions of a projection's code. */
export type Sides =
  | { kind: 'branch'; branch: string; sameTime: boolean }
  | { kind: 'moments'; from: Side; to: Side }
  | { kind: 'code'; projection: string };

/** How far before the playhead the usual comparison begins. */
const usual = 10;

/**
 * Sides as `12..24`, `12..` with the playhead, `branch:main` at its head or `then:main` at
 * the same time, or `code:Balances`.
 */
export function formatSides(sides: Sides): string {
  if (sides.kind === 'code') return `code:${sides.projection}`;
  if (sides.kind === 'branch') return `${sides.sameTime ? 'then' : 'branch'}:${sides.branch}`;
  return `${sideText(sides.from)}..${sideText(sides.to)}`;
}

/** Reads what formatSides wrote. Anything else is the last ten events, up to the playhead. */
export function parseSides(text: string, playhead: Position): Sides {
  if (text.startsWith('code:')) return { kind: 'code', projection: text.slice('code:'.length) };
  const [, when, branch] = /^(branch|then):(.{1,80})$/s.exec(text) ?? [];
  if (branch !== undefined) return { kind: 'branch', branch, sameTime: when === 'then' };
  const [from, to] = /^(\d{0,15})\.\.(\d{0,15})$/.exec(text)?.slice(1) ?? [];
  if (from === undefined || to === undefined) {
    const start = Math.max(0, playhead - usual) as Position;
    return { kind: 'moments', from: start, to: 'playhead' };
  }
  return { kind: 'moments', from: parseSide(from), to: parseSide(to) };
}

/** The position of a side. */
export function positionOf(side: Side, playhead: Position): Position {
  return side === 'playhead' ? playhead : side;
}

/**
 * Reads a moment as it is typed: `12`, `#12`, `event 1,284`, or `playhead`; null for
 * anything else.
 */
export function readSide(text: string): Side | null {
  const plain = text.trim().toLowerCase();
  if (plain === '' || plain === 'playhead') return 'playhead';
  const digits = plain.replace(/^(event|#)\s*/, '').replaceAll(/[,\s]/g, '');
  return /^\d{1,15}$/.test(digits) ? (Number(digits) as Position) : null;
}

function sideText(side: Side): string {
  return side === 'playhead' ? '' : String(side);
}

function parseSide(text: string): Side {
  return text === '' ? 'playhead' : (Number(text) as Position);
}
