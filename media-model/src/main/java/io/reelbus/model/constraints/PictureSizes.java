package io.reelbus.model.constraints;

import static io.reelbus.model.constraints.ConstrainableProperty.ASPECT_RATIO;
import static io.reelbus.model.constraints.ConstrainableProperty.HEIGHT;
import static io.reelbus.model.constraints.ConstrainableProperty.WIDTH;

import io.reelbus.model.constraints.Capability.Range;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The sizes of a box: whole widths and heights whose ratio, too, is within a range.
 *
 * <p>For a given width the distance is concave between the heights where something is ideal or a
 * range ends, so that only those heights need to be looked at. Where the ratio matters, every width
 * is looked at; otherwise the same is true of widths.
 */
final class PictureSizes {

  /** A size, at least 1x1. */
  record Size(int width, int height) {
    double aspectRatio() {
      return MediaTrackSettings.aspectRatio(width, height);
    }
  }

  private static final int NEAR = 2; // pixels about a size that has the usual shape

  private final Range widths;
  private final Range heights;
  private final Range ratios;
  private final ConstraintSet set;
  private final boolean ratioMatters;
  private final double usualWidth;
  private final double usualHeight;

  PictureSizes(
      Range widths,
      Range heights,
      Range ratios,
      ConstraintSet set,
      Map<ConstrainableProperty, Value> usual) {
    this.widths = widths;
    this.heights = heights;
    this.ratios = ratios;
    this.set = set;
    this.ratioMatters =
        set.get(ASPECT_RATIO).isPresent()
            || ratios.min() > MediaTrackSettings.aspectRatio(widths.min(), heights.max())
            || ratios.max() < MediaTrackSettings.aspectRatio(widths.max(), heights.min());
    this.usualWidth = usual.get(WIDTH) instanceof Value.Amount n ? n.number() : widths.max();
    this.usualHeight = usual.get(HEIGHT) instanceof Value.Amount n ? n.number() : heights.max();
  }

  /** Whether there is one. */
  boolean any() {
    if (!ratioMatters) {
      return true;
    }
    for (int width = (int) widths.min(); width <= widths.max(); width++) {
      if (lowest(width) <= highest(width)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The one with the smallest distance; of several, one of the usual shape, with even sides, near
   * the usual size.
   */
  Size best() {
    Comparator<Size> order =
        Comparator.<Size>comparingDouble(this::distance)
            .thenComparingDouble(this::outOfShape)
            .thenComparingInt(size -> size.width() % 2 + size.height() % 2)
            .thenComparingDouble(size -> Math.abs(size.width() - usualWidth))
            .thenComparingDouble(size -> Math.abs(size.height() - usualHeight));
    Size best = null;
    for (int width : candidateWidths()) {
      int low = lowest(width);
      int high = highest(width);
      for (double near : nearHeights(width)) {
        for (double height = Math.floor(near); height <= Math.ceil(near) && low <= high; height++) {
          Size size = new Size(width, (int) Math.max(low, Math.min(high, height)));
          best = best == null || order.compare(size, best) < 0 ? size : best;
        }
      }
    }
    if (best == null) {
      throw new IllegalStateException("no size in a box that is not empty");
    }
    return best;
  }

  private Iterable<Integer> candidateWidths() {
    TreeSet<Integer> candidates = new TreeSet<>();
    if (ratioMatters) {
      for (int width = (int) widths.min(); width <= widths.max(); width++) {
        candidates.add(width);
      }
      return candidates;
    }
    candidates.add((int) widths.min());
    candidates.add((int) widths.max());
    candidates.add((int) widths.nearest(ideal(WIDTH, usualWidth)));
    candidates.add((int) widths.nearest(usualWidth));
    double shape = usualWidth / usualHeight;
    double[] nearHeights = {
      heights.min(), heights.max(), heights.nearest(ideal(HEIGHT, usualHeight))
    };
    for (double height : nearHeights) {
      for (int i = -NEAR; i <= NEAR; i++) {
        candidates.add((int) widths.nearest(Math.rint(height * shape) + i));
      }
    }
    return candidates;
  }

  private double[] nearHeights(int width) {
    return new double[] {
      heights.min(),
      heights.max(),
      ideal(HEIGHT, usualHeight),
      Math.min(heights.max() + 1, width / ideal(ASPECT_RATIO, usualWidth / usualHeight)),
      width * usualHeight / usualWidth
    };
  }

  private double ideal(ConstrainableProperty property, double otherwise) {
    return set.number(property).map(ConstrainNumber::ideal).orElse(otherwise);
  }

  private double distance(Size size) {
    return distance(WIDTH, size.width())
        + distance(HEIGHT, size.height())
        + distance(ASPECT_RATIO, size.aspectRatio());
  }

  private double distance(ConstrainableProperty property, double actual) {
    @Nullable Double ideal = set.number(property).map(ConstrainNumber::ideal).orElse(null);
    return ideal == null ? 0 : ConstrainNumber.distance(actual, ideal);
  }

  /** By how many lines the usual shape is missed; 0 where rounding to whole lines explains it. */
  private double outOfShape(Size size) {
    double lines = Math.abs(size.height() - size.width() * usualHeight / usualWidth);
    return lines < 1 ? 0 : lines;
  }

  /** The least height of a width; more than {@link #highest} when there is none. */
  private int lowest(int width) {
    int height = (int) Math.max(heights.min(), Math.floor(width / ratios.max()) - 1);
    while (height <= heights.max()
        && MediaTrackSettings.aspectRatio(width, height) > ratios.max()) {
      height++;
    }
    return height;
  }

  private int highest(int width) {
    int height = (int) Math.min(heights.max(), Math.ceil(width / ratios.min()) + 1);
    while (height >= heights.min()
        && MediaTrackSettings.aspectRatio(width, height) < ratios.min()) {
      height--;
    }
    return height;
  }
}
