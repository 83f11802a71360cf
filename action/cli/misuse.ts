import {
  AliasNotFoundError,
  type ApplicationText,
  ArgumentParseError,
  EnumValidationError,
  FlagNotFoundError,
  InvalidNegatedFlagSyntaxError,
  text_en,
  UnexpectedFlagError,
  UnexpectedPositionalError,
  UnsatisfiedFlagError,
  UnsatisfiedPositionalError,
} from "@stricli/core";
import { meantBy } from "../core/command/verbs.ts";
import { joinedBy } from "../core/text/amounts.ts";

/** Flags that had another name. */
const renamed: Readonly<Record<string, string>> = { out: "output" };

/** What is wrong with a command line, in the form of all other errors. */
const wrongArgument = (error: unknown): string => {
  if (error instanceof FlagNotFoundError) {
    const { input, corrections } = error;
    const now = renamed[input];
    if (now !== undefined) return `--${input} is called --${now}.`;
    const near = corrections.map((flag) => `--${flag}`);
    return `There is no flag --${input}.${near.length === 0 ? "" : ` Did you mean ${joinedBy(near, "or")}?`}`;
  }
  if (error instanceof AliasNotFoundError) return `There is no flag -${error.input}.`;
  if (error instanceof EnumValidationError)
    return `--${error.externalFlagName} takes ${joinedBy(error.values, "or")}, and "${error.input}" is none of them.`;
  if (error instanceof ArgumentParseError) {
    const { externalFlagNameOrPlaceholder: name, exception } = error;
    const flag = /^[a-z]/.test(name) ? `--${name}` : name;
    return `${flag}: ${exception instanceof Error ? exception.message : String(exception)}.`;
  }
  if (error instanceof UnsatisfiedFlagError) return `--${error.externalFlagName} needs a value, and there is none.`;
  if (error instanceof UnsatisfiedPositionalError) return `${error.placeholder} is missing.`;
  if (error instanceof UnexpectedPositionalError) return `"${error.input}" is a word too many.`;
  if (error instanceof UnexpectedFlagError)
    return `--${error.externalFlagName} is there twice: ${error.previousInput} and ${error.input}.`;
  if (error instanceof InvalidNegatedFlagSyntaxError) return `--${error.externalFlagName} takes no value.`;
  return text_en.exceptionWhileParsingArguments(error, false);
};

/** Names as commands of other systems have them lead to ours. */
const wrongCommand: ApplicationText["noCommandRegisteredForInput"] = ({ input, corrections }) => {
  const meant = meantBy.get(input.toLowerCase());
  const near = meant === undefined ? corrections.map((one) => one.replaceAll("`", "")) : [meant];
  const did = near.length === 0 ? "" : ` Did you mean ${joinedBy(near.slice(0, 3), "or")}?`;
  return `There is no command ${input}.${did} \`shrek help\` lists them.`;
};

export const misuseText: ApplicationText = {
  ...text_en,
  exceptionWhileParsingArguments: wrongArgument,
  noCommandRegisteredForInput: wrongCommand,
};
