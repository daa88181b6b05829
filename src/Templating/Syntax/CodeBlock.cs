using PlanRunner.Templating.Lexing;

namespace PlanRunner.Templating.Syntax;

/// <summary>The braces that a statement stands in, and the white space that its output is indented by.</summary>
internal sealed record CodeBlock(Place Place, string Indent);
