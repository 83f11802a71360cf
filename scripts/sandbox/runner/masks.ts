export type Masks = { add(secret: string): void; hide(text: string): string };

/** Secrets never reach a log, whole lines of a longer one neither. */
export const openMasks = (secrets: readonly string[]): Masks => {
  const hidden = new Set<string>();
  const add = (secret: string): void => {
    for (const part of [secret, ...secret.split("\n")]) if (part.trim() !== "") hidden.add(part.trim());
  };
  for (const secret of secrets) add(secret);
  return {
    add,
    hide: (text) =>
      [...hidden]
        .toSorted((one, other) => other.length - one.length)
        .reduce((left, secret) => left.replaceAll(secret, "***"), text),
  };
};
