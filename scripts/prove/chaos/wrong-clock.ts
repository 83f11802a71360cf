/** Loaded before the program: the machine's clock is so many minutes ahead, or behind. Its monotonic clock is right. */
const ahead = Number(process.env["CHAOS_MINUTES"] ?? 0) * 60_000;
const RightDate = Date;

globalThis.Date = class extends RightDate {
  constructor(...given: readonly unknown[]) {
    if (given.length === 0) super(RightDate.now() + ahead);
    else super(...(given as [number]));
  }
  static override now(): number {
    return RightDate.now() + ahead;
  }
} as DateConstructor;
