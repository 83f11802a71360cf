/**
 * The commands that do no more than print plain words into the job's own log. One is known by where it is: a statement of
 * its own, in a list whose output nobody takes and whose end nobody asks. Within a function, a substitution or a pipe its words may reach a
 * program.
 */
export const messagesIn = (tree: BashNode): readonly TextSpan[] => inList(tree.commands, false);

/**
 * What a payload that reached its end says of itself. `good`: its last command printed something, which succeeds, or is one
 * whose failure would have stopped it before. `test`: its last command may fail and stop nothing, as all may behind `set +e`;
 * of a condition or loop, with the ends of its lists.
 */
export const endOf = (list: unknown, isLax: boolean): string => {
  const last = commandsOf(list).at(-1);
  if (last === undefined || isMessageCommand(last) || (last.type === "Command" && !isLax)) return "good";
  const inner = listsIn(last).map((one) => endOf(one, isLax));
  return inner.length > 0 && inner.every((end) => end === "good") ? "good" : `test (${inner})`;
};

const commandsOf = (list: unknown): readonly BashNode[] =>
  [list]
    .flat()
    .filter(isNode)
    .map(({ command }) => command)
    .filter(isNode);

/** `isAsked`: what comes behind the list reads whether its last command succeeded. */
const inList = (statements: unknown, isAsked: boolean): readonly TextSpan[] => {
  const list = [statements].flat().filter(isNode);
  return list.flatMap(({ command, background }, at) => {
    if (!isNode(command) || background === true) return [];
    const next = list.slice(at + 1).find((one) => isNode(one.command) && !isMessageCommand(one.command));
    const asked = next === undefined ? isAsked : asksStatus(next);
    if (isMessageCommand(command)) return asked ? [] : [spanOf(command)];
    const again = loops.has(String(command.type)) && asksStatus(command);
    return listsIn(command).flatMap((inner) => inList(inner, asked || again));
  });
};

const loops: ReadonlySet<string> = new Set(["For", "While", "ArithmeticFor", "Redirected"]);

/** A message succeeds: behind one, `$?` and a bare `exit` know nothing of the command before. */
const asksStatus = (node: BashNode): boolean =>
  /\$\?|\$\{\?|PIPESTATUS/.test(JSON.stringify(node)) ||
  nodesIn(node).some(
    ({ type, name, suffix }) =>
      type === "Command" &&
      isNode(name) &&
      (name.value === "exit" || name.value === "return") &&
      ![suffix].flat().some(isNode),
  );

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
    case "AnsiCQuoted":
      return true;
    case "SimpleExpansion":
      return !/^\$S?RANDOM$/.test(String(part.text));
    case "ParameterExpansion":
      // Each reading of RANDOM is another number, for the next one too.
      return (
        !/^S?RANDOM$/.test(String(part.parameter)) &&
        part.operation === undefined &&
        part.prefix === undefined &&
        part.index === undefined
      );
    default:
      return false;
  }
};

const isRead = ({ type, operator }: BashNode): boolean => type !== "Redirect" || operator === "<";

/** `>&2`. */
const isToLog = ({ type, operator, target, descriptor }: BashNode): boolean =>
  type === "Redirect" && operator === ">&" && descriptor === undefined && isNode(target) && target.text === "2";

/** A node of the bash that was read, as JSON. */
export type BashNode = Readonly<Record<string, unknown>> & { readonly type?: unknown };

export const isNode = (node: unknown): node is BashNode => typeof node === "object" && node !== null;

export const spanOf = ({ pos, end }: BashNode): { readonly pos: number; readonly end: number } => ({
  pos: Number(pos),
  end: Number(end),
});

export type TextSpan = ReturnType<typeof spanOf>;

/** Each before those inside it. */
export const nodesIn = (node: unknown): readonly BashNode[] => {
  const found: BashNode[] = [];
  const visit = (one: unknown): void => {
    if (!isNode(one)) return;
    if (!Array.isArray(one)) found.push(one);
    for (const inside of Object.values(one)) visit(inside);
  };
  visit(node);
  return found;
};
