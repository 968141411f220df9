"use client";

import { Button, Code, Divider, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { EmailField, FormHead, PasswordField } from "@/app/(auth)/_components/form-parts";
import { leaveFor, signInBy } from "@/app/(auth)/_components/sign-in-by";
import { answered } from "@/components/answer/answered";
import { type SecondStep, SecondStepForm } from "./second-step-form";
import { secondFactorAction } from "../actions";

interface SignInFormProps {
  /** Ways in besides the password, a button each. */
  providers: readonly { id: string; name: string }[];
  /** Where to go afterwards; only a path of this site is followed. */
  next: string;
  /** Why the way through a provider ended here. */
  error: string | null;
}

/** What the server says when the password was right and the second factor is still due. */
const secondFactorDue = "Confirm with your second factor.";

export function SignInForm({ providers, next, error }: SignInFormProps) {
  const [problem, setProblem] = useState(error);
  const [step, setStep] = useState<SecondStep | null>(null);
  const form = useForm({ initialValues: { email: "", password: "" } });
  const submit = form.onSubmit(async (values) => {
    const answer = await signInBy(values);
    if (answer.ok) return window.location.assign(next);
    if (answer.problem !== secondFactorDue) return setProblem(answer.problem);
    const offer = await answered(secondFactorAction());
    setProblem(offer.ok ? null : offer.error.message);
    if (offer.ok) setStep(offer.result);
  });
  if (step) {
    const back = (sentence: string | null) => {
      setProblem(sentence);
      setStep(null);
    };
    return <SecondStepForm step={step} onDone={() => window.location.assign(next)} onBack={back} />;
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <FormHead title="Sign in" problem={problem} />
        <EmailField field={form.getInputProps("email")} />
        <PasswordField field={form.getInputProps("password")} />
        <Button type="submit" size="md" loading={form.submitting} fullWidth>
          Sign in
        </Button>
        {providers.length > 0 && <Divider label="or" />}
        {providers.map(({ id, name }) => (
          <Button
            key={id}
            variant="default"
            size="md"
            fullWidth
            onClick={() => void leaveFor(id, next).then(setProblem)}
          >
            Continue with {name}
          </Button>
        ))}
        <ForgottenPassword />
      </Stack>
    </form>
  );
}

const ForgottenPassword = () => (
  <Text size="xs" c="dimmed">
    Forgot your password? Ask an administrator for a new sign-in link; if there is none left to ask,{" "}
    <Code>npx muster person reset-password</Code> on Muster&apos;s own machine sets a new one.
  </Text>
);
