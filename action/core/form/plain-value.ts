import { valueFault } from "../validate/tables/forbidden-text.ts";

const maxAnswerLength = 500;

/** `plain`: it reaches a program on the grid, and holds no quote, blank or sign that another reads as its own. */
export const textFault = (answer: string, kind: "any" | "plain"): string | undefined => {
  if (answer.length > maxAnswerLength)
    return `it has ${answer.length} characters; at most ${maxAnswerLength} are taken`;
  if (/[\r\n]/.test(answer)) return "it has several lines, and is to be one";
  const odd = valueFault(answer);
  if (odd !== undefined) return `it holds ${odd}`;
  if (kind === "any" || /^([A-Za-z0-9_/.+][A-Za-z0-9_/.+:@=-]*)?$/.test(answer)) return undefined;
  const [sign = answer[0]] = /[^A-Za-z0-9_/.+:@=-]/.exec(answer) ?? [];
  return `"${answer}" holds "${sign}" where letters, digits and _ / . + : @ = - may stand; what needs more comes by a pull request`;
};

/** Whole where a range is given. */
export const numberFault = (
  answer: string,
  range?: { readonly least: number; readonly most: number },
): string | undefined => {
  if (range === undefined)
    return /^-?[0-9]{1,15}(\.[0-9]{1,15})?$/.test(answer) ? undefined : `"${answer}" is not a number`;
  const value = Number(answer);
  return /^[0-9]{1,15}$/.test(answer) && !/^0[0-9]/.test(answer) && value >= range.least && value <= range.most
    ? undefined
    : `"${answer}" is not a whole number from ${range.least} to ${range.most}`;
};
