/** Cuts GitHub's GraphQL schema down to the fields that the sandbox serves. `npm run update-github-specs` calls it. */
import {
  type DefinitionNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type NamedTypeNode,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  type TypeNode,
  visit,
} from "graphql";

/** The fields that are served, by type and by interface. Inputs, enums and scalars that they name come along whole. */
const served: Readonly<Record<string, readonly string[]>> = {
  Query: ["node", "repository"],
  Node: ["id"],
  Actor: ["login"],
  User: ["id", "login"],
  Bot: ["id", "login"],
  IssueComment: ["editor", "id", "lastEditedAt"],
  Mutation: ["pinIssue"],
  Repository: ["issue", "pullRequest"],
  PinIssuePayload: ["clientMutationId", "issue"],
  PullRequest: ["mergeCommit", "number"],
  Commit: ["oid"],
  Issue: ["id", "isPinned", "lastEditedAt", "number", "userContentEdits"],
  UserContentEditConnection: ["nodes", "totalCount"],
  UserContentEdit: ["editedAt", "editor", "id"],
};

export const cutGraphql = (text: string, source: string): string =>
  `# A slice of ${source}\n\n${slice(parse(text).definitions).map(print).join("\n\n")}\n`;

const slice = (definitions: readonly DefinitionNode[]): readonly DefinitionNode[] => {
  const objects = definitions.flatMap((each) =>
    isFielded(each) && served[each.name.value] !== undefined ? [cut(each)] : [],
  );
  const named = new Set(objects.flatMap(({ fields = [] }) => fields.flatMap(typesOf)));
  const inputs = wholeOf(definitions, named);
  const inner = inputs.flatMap((each) =>
    each.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION ? (each.fields ?? []).map(({ type }) => nameOf(type)) : [],
  );
  const others = wholeOf(definitions, new Set(inner)).filter((each) => !inputs.includes(each));
  return [...objects, ...inputs, ...others].map((each) =>
    visit(each, { enter: (node) => ("description" in node ? { ...node, description: undefined } : undefined) }),
  );
};

/** Definitions of these names that are taken as they are. */
const wholeOf = (definitions: readonly DefinitionNode[], names: ReadonlySet<string>): readonly DefinitionNode[] =>
  definitions.filter(
    (each) =>
      (each.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION ||
        each.kind === Kind.SCALAR_TYPE_DEFINITION ||
        each.kind === Kind.ENUM_TYPE_DEFINITION) &&
      names.has(each.name.value),
  );

type Fielded = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;
const isFielded = (each: DefinitionNode): each is Fielded =>
  each.kind === Kind.OBJECT_TYPE_DEFINITION || each.kind === Kind.INTERFACE_TYPE_DEFINITION;

/** Of the interfaces of a type those stay of which it still has every field. */
const cut = (type: Fielded): Fielded => ({
  ...type,
  interfaces: (type.interfaces ?? []).filter(({ name }) =>
    served[name.value]?.every((field) => served[type.name.value]?.includes(field)),
  ),
  directives: [],
  fields: (type.fields ?? []).filter(({ name }) => served[type.name.value]?.includes(name.value)),
});

const typesOf = ({ type, arguments: given = [] }: FieldDefinitionNode): readonly string[] =>
  [type, ...given.map((each) => each.type)].map(nameOf);

const nameOf = (type: TypeNode): string => named(type).name.value;
const named = (type: TypeNode): NamedTypeNode => (type.kind === Kind.NAMED_TYPE ? type : named(type.type));
