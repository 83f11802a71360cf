/** More than any campaign asks for at one time. */
const most = 1_000_000_000_000;
const factors: Readonly<Record<string, number>> = { k: 1e3, M: 1e6, G: 1e9 };

/** What `events=` of an extension takes, for people. */
export const moreEventsText = `a whole number from 1 to ${most}, also such as 500k, 2M or 1.5G, or lost`;

/** `1000000`, `1M`, `1.5G` or `lost`; `undefined`: it is none of them. */
export const moreEvents = (text: string): number | "lost" | undefined => {
  if (text === "lost") return text;
  const [, digits = "", behind = "", unit = ""] = /^(0|[1-9][0-9]{0,12})(?:\.([0-9]{1,9}))?([kMG]?)$/.exec(text) ?? [];
  if (digits === "" || (behind !== "" && unit === "")) return undefined;
  // By whole numbers: 1.1G is no sum of halves.
  const scaled = (BigInt(`${digits}${behind}`) * BigInt(factors[unit] ?? 1)) / 10n ** BigInt(behind.length);
  const isWhole = scaled * 10n ** BigInt(behind.length) === BigInt(`${digits}${behind}`) * BigInt(factors[unit] ?? 1);
  return isWhole && scaled >= 1n && scaled <= BigInt(most) ? Number(scaled) : undefined;
};
