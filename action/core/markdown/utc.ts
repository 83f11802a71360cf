/** `2026-11-25 09:05 UTC` of an ISO time: the same for every reader. */
export const utcMinute = (iso: string): string => `${iso.slice(0, 16).replace("T", " ")} UTC`;

/** When the `minutes` began in which it was, so that a text which says nothing else new changes no more often. */
export const utcPart = (iso: string, minutes: 15 | 60): string => {
  const part = Math.floor(Number(iso.slice(14, 16)) / minutes) * minutes;
  return `${iso.slice(0, 13).replace("T", " ")}:${String(part).padStart(2, "0")} UTC`;
};
