/** A node of the bash that was read, as JSON. */
export type BashNode = Readonly<Record<string, unknown>> & { readonly type?: unknown };

export const isNode = (node: unknown): node is BashNode => typeof node === "object" && node !== null;

export const spanOf = ({ pos, end }: BashNode): { readonly pos: number; readonly end: number } => ({
  pos: Number(pos),
  end: Number(end),
});

export type TextSpan = ReturnType<typeof spanOf>;

/**
 * The commands that do no more than print plain words into the job's own log. One is known by where it is: a statement of
 * its own, in a list whose output nobody takes. Within a function, a substitution, a pipe, or behind `exec >file`, its
 * words may reach a program.
 */
export const messagesIn = (tree: BashNode): readonly TextSpan[] => {
  const text = JSON.stringify(tree);
  // The words of a message are another thing where its program is one of the payload's, or where output is led elsewhere.
  if (/"type":"Coproc"|"value":"(?:exec|eval)"/.test(text) || ownPrinter.test(text)) return [];
  return inList(tree.commands);
};

const ownPrinter = /"type":"Function","pos":\d+,"end":\d+,"name":\{[^{}]*"value":"(?:echo|printf)"/;

/**
 * What a payload that reached its end says of itself. `message`: it printed something, which succeeds. `test`: its last
 * command may fail and stop nothing, as all may behind `set +e`. `command`: a failure would have stopped it before.
 */
export const endOf = (tree: BashNode, isLax: boolean): "message" | "test" | "command" => {
  const commands = [tree.commands]
    .flat()
    .filter(isNode)
    .map(({ command }) => command)
    .filter(isNode);
  const last = commands.findLast((command) => !isMessageCommand(command));
  if (last === undefined || (last.type === "Command" && !isLax)) return "command";
  return last === commands.at(-1) ? "test" : "message";
};

const inList = (statements: unknown): readonly TextSpan[] =>
  [statements]
    .flat()
    .filter(isNode)
    .flatMap(({ command, background }) => {
      if (!isNode(command) || background === true) return [];
      return isMessageCommand(command) ? [spanOf(command)] : listsIn(command).flatMap(inList);
    });

/** Lists of statements that run where the statement itself runs, with the same output. What decides is none of them. */
const listsIn = (command: BashNode): readonly unknown[] => {
  switch (command.type) {
    case "If":
      return [
        bodyOf(command.then),
        ...[command.elif]
          .flat()
          .filter(isNode)
          .map(({ then }) => bodyOf(then)),
        bodyOf(command.else),
      ];
    case "For":
    case "While":
    case "ArithmeticFor":
    case "BraceGroup":
      return [bodyOf(command.body)];
    case "Redirected":
      return [command.redirects].flat().filter(isNode).every(isRead) && isNode(command.command)
        ? listsIn(command.command)
        : [];
    default:
      return [];
  }
};

const bodyOf = (list: unknown): unknown => (isNode(list) ? list.commands : []);

const isMessageCommand = ({ type, name, prefix, suffix }: BashNode): boolean => {
  if (type !== "Command" || !isNode(name) || [prefix].flat().some(isNode)) return false;
  const parts = [suffix].flat().filter(isNode);
  if (name.text !== "echo" && name.text !== "printf") return false;
  // An option of printf may give a variable its value, and so may a word that turns out to be one.
  const isText = name.text === "echo" || /^["']?(?!-)[^$"'\\]/.test(String(parts[0]?.text));
  return isText && parts.every((part) => (part.type === "Word" ? isPlain(part) : isToLog(part)));
};

/** Letters, and values of variables: nothing is run, set or looked up for them. */
const isPlain = (part: BashNode): boolean => {
  switch (part.type) {
    case "Word":
    case "DoubleQuoted":
      return [part.parts ?? []].flat().filter(isNode).every(isPlain);
    case "Literal":
    case "SingleQuoted":
    case "SimpleExpansion":
      return true;
    case "ParameterExpansion":
      return part.operation === undefined && part.prefix === undefined && part.index === undefined;
    default:
      return false;
  }
};

const isRead = ({ type, operator }: BashNode): boolean => type !== "Redirect" || operator === "<";

/** `>&2`. */
const isToLog = ({ type, operator, target, descriptor }: BashNode): boolean =>
  type === "Redirect" && operator === ">&" && descriptor === undefined && isNode(target) && target.text === "2";
