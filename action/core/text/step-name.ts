/**
 * The name of a step or an input, which is a bash array too, for a regular expression. `_` stands between others: iDDS
 * and PanDA's parser have names of their own with several in a row.
 */
export const stepName = "[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*";
/** Characters. */
export const maxStepName = 40;

const whole = new RegExp(`^${stepName}$`);

export const isStepName = (text: string): boolean => text.length <= maxStepName && whole.test(text);
