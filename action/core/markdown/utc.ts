/** `2026-11-25 09:05 UTC` of an ISO time: the same for every reader. */
export const utcMinute = (iso: string): string => `${iso.slice(0, 16).replace("T", " ")} UTC`;

/** The hour in which it was, so that a text which says nothing else new changes once an hour. */
export const utcHour = (iso: string): string => `${iso.slice(0, 13).replace("T", " ")}:00 UTC`;
