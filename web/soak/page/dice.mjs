// The only source of chance: the same seed rolls the same numbers, in Node
// and in a page. Its generator is sfc32.

/** Dice that a text seeds. */
export class Dice {
  #state;

  constructor(seed) {
    let hash = 2166136261; // FNV-1a
    for (const letter of seed) hash = Math.imul(hash ^ letter.codePointAt(0), 16777619);
    this.#state = [hash, hash ^ 0x9e3779b9, Math.imul(hash, 31), 1];
    for (let i = 0; i < 15; i++) this.#roll(); // until the seed is everywhere
  }

  /** A whole number from 0 up to, not including, n. */
  below(n) {
    return Math.floor((this.#roll() / 2 ** 32) * n);
  }

  /** A number from 0 up to n. */
  upTo(n) {
    return (this.#roll() / 2 ** 32) * n;
  }

  /** A UUID. Without a seed that was never used before, it was there before. */
  uuid() {
    const hex = Array.from({ length: 4 }, () => this.#roll().toString(16).padStart(8, '0')).join(
      '',
    );
    return hex.replace(/(.{8})(.{4}).(.{3}).(.{3})(.{12})/, '$1-$2-4$3-8$4-$5');
  }

  #roll() {
    let [a, b, c, count] = this.#state;
    const rolled = (a + b + count) | 0;
    count = (count + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + rolled;
    this.#state = [a, b, c | 0, count];
    return rolled >>> 0;
  }
}
