package dev.vedette.bus;

import dev.vedette.model.MasterSettings;
import java.util.function.UnaryOperator;

/**
 * One pair of {@code SENTINEL SET}.
 *
 * @param shown option and value as the {@code +set} event says them: the option as typed, passwords masked
 */
public record SettingChange(String shown, UnaryOperator<MasterSettings> change) {}
