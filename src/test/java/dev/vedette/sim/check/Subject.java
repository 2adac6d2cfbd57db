package dev.vedette.sim.check;

import dev.vedette.model.Address;
import dev.vedette.model.MasterName;

/** The details that an event begins with: what it is about. */
record Subject(String type, String name, Address address, MasterName master) {
    static Subject of(String payload) {
        String[] word = payload.split(" ");
        boolean ofMaster = word.length > 5 && word[4].equals("@");
        return new Subject(
                word[0],
                word[1],
                new Address(word[2], Integer.parseInt(word[3])),
                new MasterName(ofMaster ? word[5] : word[1]));
    }

    boolean isMaster() {
        return type.equals("master");
    }
}
