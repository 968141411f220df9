import { z } from "zod";
import { unknown } from "@/lib/domain/evidence";
import { ConnectorError } from "../../contract";
import type { ActionTarget, Inspection, TargetActions } from "../../contract";
import { everyPage } from "../paged";
import { inWords } from "../selected-repos";
import { gone, step } from "../../shared/target-steps";
import { guard, orGone, placeOf, placeRefusal } from "./tools";
import type { ActionTools, Place } from "./tools";
import { workflowsThatName } from "./workflow-search";

const secretSchema = z.object({
  name: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
  visibility: z.enum(["all", "private", "selected"]).optional(),
});
const chosenSchema = z.object({
  repositories: z.array(z.object({ id: z.number().int(), full_name: z.string() })),
});
const snapshotSchema = z.object({ selectedRepositoryIds: z.array(z.number().int()) });
const environmentSchema = z.object({ environment: z.string() });

/** Beginning of the routes of one store of secrets. */
function storeOf(place: Place, target: ActionTarget): Pick<Place, "root" | "where"> {
  const environment = environmentSchema.safeParse(target.attributes);
  if (environment.success) {
    return {
      root: `${place.root}/environments/{environment_name}/secrets`,
      where: { ...place.where, environment_name: environment.data.environment },
    };
  }
  const store = target.detail.slice("github.secret.".length);
  return { root: `${place.root}/${store}/secrets`, where: place.where };
}

/** Codespaces and agents get theirs as variables, which no workflow names. */
const isForWorkflows = ({ detail }: ActionTarget): boolean =>
  /^github\.secret\.(?:actions|dependabot)$/.test(detail);

/** A secret's value is unknown to everybody, so deleting it is final. */
export function secretActions(tools: ActionTools, target: ActionTarget): TargetActions | null {
  const place = placeOf(tools, target);
  if (!place) return null;
  const { client } = tools;
  const { root, where } = storeOf(place, target);
  const one = { ...where, secret_name: target.name };
  const route = `${root}/{secret_name}`;
  const shown = place.repository?.name ?? tools.org;

  const chosen = () =>
    everyPage(tools, `${route}/repositories`, one, chosenSchema, (page) => page.repositories);

  async function inspect(): Promise<Inspection> {
    const refusal = await placeRefusal(tools, place as Place);
    if (refusal) return { ...gone(), state: "active", refusal };
    const found = await orGone(client.get(route, one, secretSchema));
    if (!found) return gone();
    const { visibility, created_at: createdAt, updated_at: updatedAt } = found.data;
    const repositories = visibility === "selected" ? await chosen() : [];
    return {
      state: visibility === "selected" && repositories.length === 0 ? "disabled" : "active",
      snapshot: {
        createdAt,
        updatedAt,
        ...(visibility ? { visibility } : {}),
        ...(visibility === "selected"
          ? { selectedRepositoryIds: repositories.map(({ id }) => id) }
          : {}),
      },
      consumers:
        repositories.length > 0
          ? [`${inWords(repositories.map((each) => each.full_name))} may read it`]
          : [],
      leftovers: ["What the secret opens stays open: GitHub does not know what that is"],
      lastUsedAt: unknown("not_offered", "GitHub does not tell when a secret was last read."),
      refusal: null,
    };
  }

  /** Those that may read it; null is every repository of the organisation. */
  async function readers(): Promise<string[] | null> {
    if (place?.repository) return [place.repository.name];
    if (target.attributes.visibility !== "selected") return null;
    return ((await orGone(chosen())) ?? []).map((each) => each.full_name);
  }
  const searchConsumers = async (): Promise<string[]> =>
    workflowsThatName(tools, target.name, await readers());

  const setReaders = async (ids: readonly number[]): Promise<void> => {
    await client.send("PUT", `${route}/repositories`, {
      ...one,
      selected_repository_ids: [...ids],
    });
  };
  const hide: Partial<TargetActions> =
    target.attributes.visibility === "selected"
      ? {
          disable: step(
            "yes",
            [
              {
                call: `PUT ${target.name}/repositories []`,
                effect: "No repository may read it; the list of those that could is kept",
              },
            ],
            async () => {
              if (!(await orGone(client.get(route, one, secretSchema)))) {
                return "The secret does not exist any more.";
              }
              await setReaders([]);
              return "No repository may read the secret.";
            },
          ),
          enable: step(
            "yes",
            [
              {
                call: `PUT ${target.name}/repositories`,
                effect: "The repositories of before may read it again",
              },
            ],
            async (snapshot) => {
              const parsed = snapshotSchema.safeParse(snapshot);
              if (!parsed.success) {
                throw new ConnectorError("unexpected_response", "The readers were not kept.");
              }
              await setReaders(parsed.data.selectedRepositoryIds);
              return `${parsed.data.selectedRepositoryIds.length} repositories may read it again.`;
            },
          ),
        }
      : {};

  return {
    inspect,
    ...(isForWorkflows(target) ? { searchConsumers } : {}),
    ...hide,
    delete: step(
      "no",
      [
        {
          call: `DELETE secret ${target.name} of ${shown}`,
          effect: "Workflows that name it get an empty value; nobody can bring it back",
        },
      ],
      async () => {
        await guard(tools, place);
        const was = await orGone(client.send("DELETE", route, one));
        return was ? "The secret was deleted." : "The secret does not exist any more.";
      },
    ),
  };
}
