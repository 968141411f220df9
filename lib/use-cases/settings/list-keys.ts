import { z } from "zod";
import { keyRing } from "@/lib/infra/keys";
import { evidenceKeys } from "@/lib/infra/signing";
import { defineQuery } from "../define-query";
import { sealedRowsByKey } from "./sealed-columns";

export interface KeyRow {
  id: string;
  purpose: string;
  createdAt: string;
  current: boolean;
  /** How many sealed values need it; null for keys that seal nothing. */
  sealedValues: number | null;
  /** What others check signatures with, in hex; null for keys that sign nothing for others. */
  publicKey: string | null;
}

/** The ring's keys by name and age. Their material never leaves the process. */
export const listKeys = defineQuery({
  permission: "setting:read",
  input: z.strictObject({}),
  run: async (): Promise<{ items: KeyRow[] }> => {
    const { keys } = await keyRing();
    const publicKeys = new Map((await evidenceKeys()).map((key) => [key.id, key.publicKey]));
    const counts = await sealedRowsByKey();
    const newest = new Map(keys.map((key) => [key.purpose, key.id]));
    return {
      items: keys.map(({ id, purpose, createdAt }) => ({
        id,
        purpose,
        createdAt,
        current: newest.get(purpose) === id,
        publicKey: publicKeys.get(id) ?? null,
        sealedValues: purpose === "seal" ? (counts.get(id) ?? 0) : null,
      })),
    };
  },
});
