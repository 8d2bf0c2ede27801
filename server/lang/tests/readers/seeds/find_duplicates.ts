import { distance } from "fastest-levenshtein";

type Contact = {
  id: string;
  email: string;
  full_name: string;
};

type Pair = { keep: string; merge: string; score: number };

function similarity(a: string, b: string): number {
  const longest = Math.max(a.length, b.length);
  return longest === 0 ? 1 : 1 - distance(a, b) / longest;
}

/** Finds pairs of contacts that are probably one person. */
export async function main(contacts: Contact[], threshold: number = 0.9): Promise<Pair[]> {
  const byDomain = new Map<string, Contact[]>();
  for (const contact of contacts) {
    const domain = contact.email.split("@")[1] ?? "";
    byDomain.set(domain, [...(byDomain.get(domain) ?? []), contact]);
  }

  const pairs: Pair[] = [];
  for (const group of byDomain.values()) {
    for (let i = 0; i < group.length; i++) {
      for (let j = i + 1; j < group.length; j++) {
        const score = similarity(group[i].full_name, group[j].full_name);
        if (score >= threshold) {
          pairs.push({ keep: group[i].id, merge: group[j].id, score });
        }
      }
    }
  }
  return pairs.sort((a, b) => b.score - a.score);
}
