/** One statement with every field an array; actions in lower case, as IAM compares them. */
export interface Statement {
  effect: "allow" | "deny";
  actions: string[];
  notActions: string[];
  resources: string[];
  notResources: string[];
  principals: Principal[];
  notPrincipals: Principal[];
  conditions: Condition[];
}

export interface Principal {
  kind: "aws" | "service" | "federated" | "canonical";
  value: string;
}

/** One condition: the operator and key in lower case, the values as written. */
export interface Condition {
  operator: string;
  key: string;
  values: string[];
}

/**
 * The statements of a policy document, given as an object, as JSON or URL-encoded as IAM returns
 * it. `null` when any part cannot be read: a half-read policy must not pass for a whole one.
 */
export function parsePolicy(document: unknown): Statement[] | null {
  const policy = typeof document === "string" ? parseText(document) : document;
  if (!isObject(policy)) return null;
  const raw = policy["Statement"];
  const list = Array.isArray(raw) ? raw : [raw];
  const statements: Statement[] = [];
  for (const entry of list) {
    const statement = parseStatement(entry);
    if (statement === null) return null;
    statements.push(statement);
  }
  return statements;
}

function parseText(text: string): unknown {
  const attempt = (candidate: string): unknown => {
    try {
      return JSON.parse(candidate);
    } catch {
      return undefined;
    }
  };
  const plain = attempt(text);
  if (plain !== undefined) return plain;
  try {
    return attempt(decodeURIComponent(text));
  } catch {
    return undefined;
  }
}

function parseStatement(raw: unknown): Statement | null {
  if (!isObject(raw)) return null;
  const effect = raw["Effect"];
  if (effect !== "Allow" && effect !== "Deny") return null;
  const actions = strings(raw["Action"]);
  const notActions = strings(raw["NotAction"]);
  const resources = strings(raw["Resource"]);
  const notResources = strings(raw["NotResource"]);
  const principals = parsePrincipals(raw["Principal"]);
  const notPrincipals = parsePrincipals(raw["NotPrincipal"]);
  const conditions = parseConditions(raw["Condition"]);
  if (!actions || !notActions || !resources || !notResources) return null;
  if (!principals || !notPrincipals || !conditions) return null;
  if (actions.length + notActions.length === 0) return null;
  return {
    effect: effect === "Allow" ? "allow" : "deny",
    actions: actions.map((action) => action.toLowerCase()),
    notActions: notActions.map((action) => action.toLowerCase()),
    resources,
    notResources,
    principals,
    notPrincipals,
    conditions,
  };
}

const principalKinds: Record<string, Principal["kind"]> = {
  AWS: "aws",
  Service: "service",
  Federated: "federated",
  CanonicalUser: "canonical",
};

function parsePrincipals(raw: unknown): Principal[] | null {
  if (raw === undefined) return [];
  if (raw === "*") return [{ kind: "aws", value: "*" }];
  if (!isObject(raw)) return null;
  const principals: Principal[] = [];
  for (const [key, value] of Object.entries(raw)) {
    const kind = Object.hasOwn(principalKinds, key) ? principalKinds[key] : undefined;
    const values = strings(value);
    if (kind === undefined || values === null) return null;
    principals.push(...values.map((entry) => ({ kind, value: entry })));
  }
  return principals;
}

function parseConditions(raw: unknown): Condition[] | null {
  if (raw === undefined) return [];
  if (!isObject(raw)) return null;
  const conditions: Condition[] = [];
  for (const [operator, keys] of Object.entries(raw)) {
    if (!isObject(keys)) return null;
    for (const [key, value] of Object.entries(keys)) {
      const values = (Array.isArray(value) ? value : [value]).map((entry) =>
        typeof entry === "boolean" || typeof entry === "number" ? String(entry) : entry,
      );
      if (!values.every((entry) => typeof entry === "string")) return null;
      conditions.push({ operator: operator.toLowerCase(), key: key.toLowerCase(), values });
    }
  }
  return conditions;
}

function strings(raw: unknown): string[] | null {
  if (raw === undefined) return [];
  if (typeof raw === "string") return [raw];
  if (!Array.isArray(raw)) return null;
  return raw.every((entry) => typeof entry === "string") ? raw : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
