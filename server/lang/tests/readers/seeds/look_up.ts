type Company = {
  name: string;
  country: string;
  employees?: number;
};

export async function main(domain: string, token: string): Promise<Company | null> {
  const response = await fetch(
    `https://companies.example.com/v1/lookup?domain=${encodeURIComponent(domain)}`,
    { headers: { Authorization: `Bearer ${token}` } },
  );
  if (response.status === 404) {
    return null;
  }
  if (!response.ok) {
    throw new Error(`lookup of ${domain} failed: ${response.status}`);
  }
  return (await response.json()) as Company;
}
