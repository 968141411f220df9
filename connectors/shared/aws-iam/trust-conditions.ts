import type { Condition, Statement } from "./documents";

const negated = /^(?:(string|arn)not(equals|like|equalsignorecase)|not(ipaddress))$/;

/** What a Deny of everybody who does not meet one condition asks of those whom another lets in. */
export const demands = (denies: readonly Statement[]): Condition[] =>
  denies.flatMap(({ conditions: [only, ...more] }) => {
    const [, of = "", how = "", address = ""] = negated.exec(only?.operator ?? "") ?? [];
    const operator = of + how + address;
    return only && more.length === 0 && operator !== "" ? [{ ...only, operator }] : [];
  });

/** What a stranger cannot bring about in an account of their own, as words; null where nothing does. */
export function keepsStrangersOut(conditions: readonly Condition[]): string | null {
  const named = /^arn:[^:]*:(iam|sts)::\d{12}:/;
  return (
    narrowing(conditions, /^aws:principalarn$/, named) ??
    narrowing(conditions, /^aws:userid$/, /^[^*?]/) ??
    narrowing(conditions, /^aws:(principalaccount|source(account|arn|vpc|vpce|ip))$/) ??
    // Its value is a secret between two parties.
    (narrowing(conditions, /^sts:externalid$/) === null ? null : "of an external id")
  );
}

const narrows = /^(foranyvalue:)?((string|arn)(equals|like|equalsignorecase)|ipaddress)$/;

/**
 * The values of a condition that keeps strangers out, each of the form, or null. A bare wildcard
 * keeps out nobody.
 */
export function narrowing(
  conditions: readonly Condition[],
  key: RegExp,
  form: RegExp = /(?:)/,
): string | null {
  const found = conditions.find(
    (one) =>
      key.test(one.key) &&
      narrows.test(one.operator) &&
      one.values.every((value) => form.test(value)) &&
      !one.values.some(
        (value) => /^[*?]+$/.test(value) || value === "0.0.0.0/0" || value === "::/0",
      ),
  );
  return found ? found.values.join(", ") : null;
}
