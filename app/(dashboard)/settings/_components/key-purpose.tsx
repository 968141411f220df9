import { Code } from "@mantine/core";
import classes from "./settings.module.css";

const purposeWords: Record<string, string> = {
  seal: "Seals stored credentials",
  audit: "Chains the audit log",
  session: "Encrypts session cookies",
  token: "Signs links",
  evidence: "Signs evidence packs and checkpoints",
};

interface KeyPurposeProps {
  purpose: string;
  publicKey: string | null;
}

/** What a key is for; with its public half where others check with it. */
export function KeyPurpose({ purpose, publicKey }: KeyPurposeProps) {
  return (
    <div>
      {purposeWords[purpose]}
      {publicKey ? (
        <div>
          Public key <Code className={classes.publicKey}>{publicKey}</Code>
        </div>
      ) : null}
    </div>
  );
}
