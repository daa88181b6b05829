namespace PlanRunner.Templating;

/// <summary>A code block of a template, braces and all.</summary>
/// <param name="NamesNothing">There is no name in it: it is empty, a comment, a number, a string.</param>
/// <param name="IsOpen">Nothing closes it.</param>
internal readonly record struct TemplateCode(int Start, int End, bool NamesNothing, bool IsOpen = false);
