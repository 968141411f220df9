import { headers } from "next/headers";
import type { Permission } from "@/lib/domain/people/permissions";
import type { Context } from "@/lib/use-cases/context";
import matrix from "./access-matrix.json";
import { pageContext } from "./request-context";

const patternOf = (address: string): RegExp =>
  new RegExp(`^${address.replaceAll(/\[\w+\]/g, "[^/]+")}$`);

/** Fixed addresses first: `/reviews/new` is no review. */
const pages = Object.entries(matrix)
  .filter(([name]) => name.startsWith("page "))
  .map(([name, permission]) => ({
    pattern: patternOf(name.slice("page ".length)),
    permission: permission as Permission,
    isFixed: !name.includes("["),
  }))
  .toSorted((one, other) => Number(other.isFixed) - Number(one.isFixed));

/** What the page at this address asks for; null for an address without a page. */
export const permissionAt = (address: string): Permission | null =>
  pages.find(({ pattern }) => pattern.test(address))?.permission ?? null;

/**
 * For a layout above a loading state: refuses as the page at this address will, while the answer's
 * status can still say so. `section` counts where the address names no page.
 */
export async function addressedPage(section: Permission): Promise<Context> {
  const [address = ""] = ((await headers()).get("x-path") ?? "").split("?");
  return pageContext(permissionAt(address) ?? section);
}
