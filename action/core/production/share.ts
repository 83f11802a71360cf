/** A share in percent, from 0 to 1. */
export const percent = (text: string): number => Number(text.replace("%", "")) / 100;
