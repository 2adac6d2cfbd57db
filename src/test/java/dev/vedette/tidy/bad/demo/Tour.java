package dev.vedette.tidy.bad.demo;

/** Innocent; but somebody needs it. */
public class Tour {
    @Override
    public String toString() {
        return "tour";
    }
}
