/** MB of a text such as `12228MB`, or of several that rise; `undefined`: it is none. */
export const readMemory = (written: unknown): readonly number[] | undefined => {
  const amounts = (Array.isArray(written) ? written : String(written).split(",")).map(oneAmount);
  return amounts.every((amount) => amount !== undefined) ? amounts : undefined;
};

const oneAmount = (written: unknown): number | undefined => {
  const [, number, unit = "MB"] = /^([0-9]+(?:\.[0-9]+)?) *([KMG]B)?$/i.exec(String(written).trim()) ?? [];
  return number === undefined ? undefined : Math.floor(Number(number) * (megabytes[unit.toUpperCase()] ?? 1));
};

const megabytes: Readonly<Record<string, number>> = { KB: 1 / 1024, MB: 1, GB: 1024 };
