// Sets of numbers: `1,3:5,7:*`.

/** A test of numbers; `last` is what `*` stands for. Undefined where the text is no set. */
export function readSet(text: string, last: number): ((number: number) => boolean) | undefined {
  if (!/^(\d+|\*)(:(\d+|\*))?(,(\d+|\*)(:(\d+|\*))?)*$/.test(text)) return undefined;
  const numberOf = (part: string) => (part === '*' ? last : Number(part));
  const ranges = text.split(',').map((part) => {
    const [from = '', to = from] = part.split(':');
    const ends = [numberOf(from), numberOf(to)];
    return { least: Math.min(...ends), most: Math.max(...ends) };
  });
  return (number) => ranges.some(({ least, most }) => number >= least && number <= most);
}
