/** How one workflow file gets at a secret. Lines count from 1. */
export interface SecretUses {
  /** Where an expression names the secret. */
  named: number[];
  /** Where a called workflow is handed every secret, so that it may name it. */
  handedOn: number[];
}

/** Finds `secrets.NAME` and `secrets['NAME']`, which GitHub reads without regard to case, and `secrets: inherit`. */
export function secretUses(workflow: string, secret: string): SecretUses {
  const name = secret.replaceAll(/[^\w]/g, "\\$&");
  const expression = new RegExp(
    `\\bsecrets\\s*(?:\\.\\s*${name}(?![\\w-])|\\[\\s*'${name}'\\s*\\])`,
    "i",
  );
  const uses: SecretUses = { named: [], handedOn: [] };
  for (const [at, line] of workflow.split(/\r?\n/).entries()) {
    if (line.trimStart().startsWith("#")) continue;
    if (expression.test(line)) uses.named.push(at + 1);
    else if (/^\s*secrets:\s*inherit\b/.test(line)) uses.handedOn.push(at + 1);
  }
  return uses;
}
