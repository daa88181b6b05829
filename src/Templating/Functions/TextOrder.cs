namespace PlanRunner.Templating.Functions;

/// <summary>The order in which people look words up: signs, digits, letters; upper and lower case side by side, lower first.</summary>
internal static class TextOrder
{
    public static int Compare(string left, string right)
    {
        var shared = Math.Min(left.Length, right.Length);

        // What is the same at the beginning is passed over quickly: texts that are compared are often long and alike.
        for (var index = left.AsSpan().CommonPrefixLength(right); index < shared; index++)
        {
            var order = Weight(left[index]).CompareTo(Weight(right[index]));
            if (order != 0)
            {
                return order;
            }
        }

        // Upper-case letters have the smaller codes, so the ordinal order is turned around.
        return left.Length != right.Length ? left.Length.CompareTo(right.Length) : string.CompareOrdinal(right, left);
    }

    private static int Weight(char letter)
    {
        var group = char.IsLetter(letter) ? 2 : char.IsDigit(letter) ? 1 : 0;
        return (group << 16) + char.ToLowerInvariant(letter);
    }
}
