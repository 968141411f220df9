import { notFound } from "next/navigation";
import { DomainError } from "@/lib/domain/errors";

/** For pages: an id that is malformed, unknown or not the person's to see all look the same. */
export const asNotFound = (error: unknown): never => {
  if (error instanceof DomainError && ["not_found", "invalid_input"].includes(error.code))
    notFound();
  throw error;
};
