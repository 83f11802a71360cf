/** Units in which a key counts, as people write them: what one is in the key's own. A GiB is 1024 of the MB that PanDA counts. */
const units: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  MB: { kb: 1 / 1000, mb: 1, gb: 1000, tb: 1e6, k: 1 / 1000, m: 1, g: 1000, t: 1e6, kib: 1 / 1024, mib: 1, gib: 1024 },
  hours: { h: 1, hr: 1, hour: 1, m: 1 / 60, min: 1 / 60, minute: 1 / 60, s: 1 / 3600, sec: 1 / 3600, d: 24, day: 24 },
  seconds: { s: 1, sec: 1, second: 1, ms: 1 / 1000, m: 60, min: 60, minute: 60, h: 3600, hr: 3600, hour: 3600 },
};

/** `4GB` for a key that counts in MB is 4000; `undefined`: it is no number with a unit that this key could have. */
export const inUnit = (written: unknown, unit: string, whole: boolean): number | undefined => {
  if (typeof written !== "string") return undefined;
  const [, hours, minutes] = /^([0-9]{1,4}):([0-5][0-9])(?::[0-5][0-9])?$/.exec(written) ?? [];
  const [, number, word = ""] = /^([0-9]{1,12}(?:\.[0-9]{1,6})?) *([A-Za-z]{1,7})$/.exec(written) ?? [];
  const factor = units[unit]?.[word.toLowerCase()] ?? units[unit]?.[word.toLowerCase().replace(/s$/, "")];
  const amount =
    unit === "hours" && hours !== undefined
      ? Number(hours) + Number(minutes) / 60
      : number === undefined || factor === undefined
        ? undefined
        : Number(number) * factor;
  if (amount === undefined || amount === 0) return undefined;
  return whole ? Math.ceil(amount - 1e-9) : Number(amount.toPrecision(6));
};
