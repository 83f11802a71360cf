/** The clock of this process differs by so many milliseconds from that of the machine. Its monotonic clock is right. */
export const setClock = (ahead: number): void => {
  globalThis.Date = new Proxy(rightDate, {
    construct: (target, given, as) =>
      Reflect.construct(target, given.length === 0 ? [target.now() + ahead] : given, as) as object,
    get: (target, name) => (name === "now" ? () => target.now() + ahead : Reflect.get(target, name)),
  });
};
const rightDate = Date;

/** Loaded before the program: the machine's clock is so many minutes ahead, or behind. */
const minutes = Number(process.env["CHAOS_MINUTES"] ?? 0);
if (minutes !== 0) setClock(minutes * 60_000);
