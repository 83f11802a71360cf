/** When a step runs, by its inputs: 1 is `IN1`. */
export type Condition =
  | { readonly kind: "made"; readonly input: number }
  /** It could not be made: the step runs without it. */
  | { readonly kind: "failed"; readonly input: number }
  | { readonly kind: "and" | "or"; readonly left: Condition; readonly right: Condition };

export type ConditionRead =
  | { readonly kind: "read"; readonly condition: Condition }
  | { readonly kind: "fault"; readonly message: string };

/**
 * `IN1 || (IN2 && IN3)`, or `!IN1` alone. PanDA's parser reads from left to right and knows no precedence, so that
 * && and || may only be mixed with parentheses; and it takes away an input that is negated, so that nothing else may
 * stand beside one (panda-server 1.0.4, pcwl_utils convert_plain_condition_string and suppress_inputs_based_on_condition).
 */
export const readCondition = (text: string): ConditionRead => {
  const tokens: readonly string[] = text.match(/IN[1-9][0-9]?|&&|\|\||[()!]|\S/g) ?? [];
  const negated = /^!IN([1-9][0-9]?)$/.exec(tokens.join(""));
  if (negated !== null) return { kind: "read", condition: { kind: "failed", input: Number(negated[1]) } };
  if (tokens.includes("!")) return fault("`!` stands before the only input that is named, or nowhere");
  let at = 0;
  const operand = (depth: number): Condition | string => {
    const token = tokens[at++];
    if (token === "(") {
      if (depth > 20) return "too many parentheses";
      const inner = expression(depth + 1);
      if (typeof inner === "string") return inner;
      return tokens[at++] === ")" ? inner : "a parenthesis is not closed";
    }
    const input = /^IN([1-9][0-9]?)$/.exec(token ?? "")?.[1];
    return input === undefined
      ? `${token === undefined ? "the end" : `"${token}"`} stands where an input should`
      : { kind: "made", input: Number(input) };
  };
  const expression = (depth: number): Condition | string => {
    let left = operand(depth);
    let joined: string | undefined;
    for (let token = tokens[at]; token === "&&" || token === "||"; token = tokens[at]) {
      if (typeof left === "string") return left;
      if (joined !== undefined && joined !== token) return "&& and || need parentheses between them";
      joined = token;
      at++;
      const right = operand(depth);
      if (typeof right === "string") return right;
      left = { kind: token === "&&" ? "and" : "or", left, right };
    }
    return left;
  };
  const condition = expression(0);
  if (typeof condition === "string") return fault(condition);
  return at < tokens.length ? fault(`"${tokens[at]}" stands where && or || should`) : { kind: "read", condition };
};

const fault = (message: string): ConditionRead => ({ kind: "fault", message });

export const inputsOf = (condition: Condition): readonly number[] => {
  switch (condition.kind) {
    case "made":
    case "failed":
      return [condition.input];
    case "and":
    case "or":
      return [...inputsOf(condition.left), ...inputsOf(condition.right)];
  }
};
