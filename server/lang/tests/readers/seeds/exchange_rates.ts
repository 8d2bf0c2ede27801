type Rates = Record<string, number>;

type RatesResponse = {
  base: string;
  date: string;
  rates: Rates;
};

/** Reads the day's reference rates and keeps the wanted currencies. */
export async function main(base: string, wanted: string[], day: string = "latest") {
  const url = new URL(`https://api.frankfurter.app/${day}`);
  url.searchParams.set("from", base);
  url.searchParams.set("to", wanted.join(","));

  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(`the rates service answered ${response.status}`);
  }

  const body = (await response.json()) as RatesResponse;
  const rates: Rates = { [base]: 1 };
  for (const code of wanted) {
    if (body.rates[code] !== undefined) {
      rates[code] = body.rates[code];
    }
  }
  return { day: body.date, rates };
}
