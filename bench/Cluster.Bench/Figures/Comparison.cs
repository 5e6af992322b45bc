using System.Globalization;
using ApiBridge.Cluster.Bench.Rigging;

namespace ApiBridge.Cluster.Bench.Figures;

/// <summary>An operation at a number of APIs, as both parties did it.</summary>
internal sealed record Comparison(Operation Operation, int Apis, Phase Product, Phase Reference)
{
    /// <summary>For people.</summary>
    public string Title => string.Create(CultureInfo.InvariantCulture, $"{Operation}, {Apis:#,0} APIs");

    /// <summary>The product's rate ÷ the reference's.</summary>
    public double Rate => Product.Rate / Reference.Rate;

    /// <summary>The API server's processor time an operation, with the product ÷ with the reference.</summary>
    public double ApiServer => Product.Processor(Usage.ApiServer) / Reference.Processor(Usage.ApiServer);
}
