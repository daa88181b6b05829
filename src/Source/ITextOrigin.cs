namespace PlanRunner.Source;

/// <summary>Where a text came from: a file, or a scalar inside a YAML file. Gives the place of any offset in it.</summary>
internal interface ITextOrigin
{
    Place PlaceAt(int offset, int length = 1);
}
