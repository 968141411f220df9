import { unstable_rethrow as passOn } from "next/navigation";
import type { Answer, SentAnswer } from "@/lib/domain/answer";

const noAnswer = "no_answer";

/** What a server action answered. That the request failed, or that the action is gone, is a refusal too. */
export async function answered<Result>(sent: Promise<SentAnswer<Result>>): Promise<Answer<Result>> {
  try {
    return (await sent) as unknown as Answer<Result>;
  } catch (error) {
    // A redirect and a page that is not there come as errors and are Next's to handle.
    passOn(error);
    return {
      ok: false,
      error: {
        code: noAnswer,
        message:
          "Muster did not answer. Look whether it was done, then try again; reload the page if Muster was updated.",
      },
    };
  }
}

/** Whether Muster itself said so, and not the connection. */
export const isFromMuster = (answer: { ok: boolean; error?: { code: string } }): boolean =>
  answer.ok || answer.error?.code !== noAnswer;
